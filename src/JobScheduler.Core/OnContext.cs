namespace JobScheduler;

/// <summary>
/// Waits for several tasks on the caller's context. <see cref="Task.WhenAny(Task[])"/> over a task whose source runs continuations
/// asynchronously resumes on the thread pool, whatever the context; an await in between stays on it, so that one thread can drive
/// everything.
/// </summary>
internal static class OnContext
{
    /// <summary>Completes when the task does, on the context of the caller.</summary>
    public static async Task FollowAsync(Task task) => await task;
}
