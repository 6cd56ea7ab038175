namespace JobScheduler.Api.Http;

/// <summary>Admits requests while there is memory for what they can need at worst.</summary>
public sealed class MemoryGate(MemoryBudget budget, HeapWatch heap)
{
    private static readonly Dictionary<string, string> Headers = new() { ["Retry-After"] = "5" };

    /// <summary>What the request has of the budget; whoever answers it disposes of it once the answer is sent.</summary>
    /// <exception cref="ProblemException">503: other requests have the memory, or the heap is nearly full.</exception>
    internal async ValueTask<MemoryLease> AdmitAsync(RouteMemory route, CancellationToken cancellation)
    {
        var lease = new MemoryLease(budget, route.Room);
        if (route.Bytes > 0)
        {
            if (heap.IsNearlyFull(route.Room))
            {
                throw new ProblemException(
                    ProblemKind.Unavailable,
                    "the memory of the server is nearly used up; nothing was changed. Send the request again later; if that does not help, "
                    + "its operator should give it more memory, or let it run less at a time")
                {
                    Headers = Headers,
                };
            }

            await lease.TakeAsync(route.In(budget), cancellation);
        }

        return lease;
    }
}
