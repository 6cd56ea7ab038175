namespace JobScheduler;

/// <summary>
/// Waiting for several tasks where the caller is. <see cref="Task.WhenAny(Task[])"/> over a task whose source runs its continuations
/// asynchronously goes on in the pool of threads, whatever the context; an await in between keeps it there, so that one thread can
/// drive everything.
/// </summary>
internal static class OnContext
{
    /// <summary>Ends with the task, on the context of the caller.</summary>
    public static async Task FollowAsync(Task task) => await task;
}
