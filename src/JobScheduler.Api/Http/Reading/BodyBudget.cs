namespace JobScheduler.Api.Http;

/// <summary>
/// How much memory the bodies of all requests of this process may take at a time, so that many large ones cannot fill the heap. Counted is
/// what is taken for them: buffers, and the documents made of them.
/// </summary>
/// <param name="most">Bytes at most.</param>
public sealed class BodyBudget(long most)
{
    /// <summary>
    /// 128 MiB: the largest body, with as many values as are allowed, takes 16 MiB and 64 MiB for its document, and it must be possible to
    /// read it in the smallest process.
    /// </summary>
    public const long Least = 128 * Mebibyte;

    /// <summary>
    /// 2 MiB: what a body of the usual size takes at most with its document. Requests that take more leave a quarter of the budget,
    /// so that a few of them, which arrive slowly, do not keep the small ones out.
    /// </summary>
    public const long Small = 2 * Mebibyte;

    private const long Mebibyte = 1024 * 1024;
    private const int ShareOfHeap = 8;

    private long _taken;

    /// <summary>
    /// An eighth of what the heap may take, and at least <see cref="Least"/>: the values made of a body need several times as much.
    /// </summary>
    public static BodyBudget OfProcess() => new(Math.Max(Least, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfHeap));

    /// <summary>Bytes at most.</summary>
    public long Most => most;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes bytes for a request, which may have some already.</summary>
    /// <returns>False: they are not there, and nothing was taken.</returns>
    internal bool TryTake(long bytes, long already)
    {
        var room = already + bytes > Small ? most / 4 * 3 : most;
        if (Interlocked.Add(ref _taken, bytes) <= room)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    internal void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

/// <summary>
/// What one request has of the budget. The dispatcher disposes of it when the handler has returned or failed, because what was read lives
/// until then.
/// </summary>
internal sealed class BodyLease(BodyBudget budget) : IDisposable
{
    private static readonly Dictionary<string, string> Headers = new() { ["Retry-After"] = "2" };

    private long _taken;

    /// <exception cref="ProblemException">503: other requests have it.</exception>
    public void Take(long bytes)
    {
        if (!budget.TryTake(bytes, _taken))
        {
            throw new ProblemException(
                ProblemKind.Unavailable,
                "the server is reading as many request bodies as it has memory for; nothing was changed. Send the request again")
            {
                Headers = Headers,
            };
        }

        _taken += bytes;
    }

    public void Return(long bytes)
    {
        _taken -= bytes;
        budget.Return(bytes);
    }

    public void Dispose() => Return(_taken);
}
