"""What experiments draw, where that would make their own module long: `pictures(study)`,
each in the file of its name.
"""
