"""What the sound of a film, an episode or any long recording holds, and what its music says."""
