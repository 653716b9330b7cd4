"""Local stand-ins for every outside service, on one port."""
