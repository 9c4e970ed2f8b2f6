"""Problems and demonstrations from files and from other libraries."""
