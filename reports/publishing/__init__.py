"""What is made of the evidence: experiments' results, pictures, pages, the manifest."""
