"""Long work: the queue, the life of a job, and the jobs themselves."""
