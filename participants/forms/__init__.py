"""What people type on the pages of participants: validation and layout, never a state."""
