"""Films and shows for songs, a playlist or a film, and what people say of them."""
