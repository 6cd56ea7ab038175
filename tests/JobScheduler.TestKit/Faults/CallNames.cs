namespace JobScheduler.TestKit;

/// <summary>The names under which calls are numbered, planned and counted.</summary>
public static class CallNames
{
    public const string Get = "table.get";
    public const string Read = "table.read";
    public const string Commit = "table.commit";
    public const string Send = "queue.send";
    public const string Receive = "queue.receive";
    public const string Extend = "queue.extend";
    public const string Delete = "queue.delete";
    public const string Count = "queue.count";
    public const string Oldest = "queue.oldest";
    public const string PutBlob = "blob.put";
    public const string GetBlob = "blob.get";
    public const string AppendBlob = "blob.append";
    public const string DeleteBlob = "blob.delete";
}
