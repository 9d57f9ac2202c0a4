"""The pages of people, delegations and registrations. One module per page; urls.py names them all."""
