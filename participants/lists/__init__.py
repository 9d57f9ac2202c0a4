"""A ministry's list of people: the file, its columns, its rows as people, and what they are beside the delegation's."""
