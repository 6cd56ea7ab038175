using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class FaultyTables(ITableStore inner, FaultGate gate) : ITableStore
{
    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Get, partition, () => inner.GetAsync(partition, key, cancellation));

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Read, query.Partition, () => inner.ReadAsync(query, cancellation));

    public ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Commit, partition, () => inner.CommitAsync(partition, operations, cancellation));
}
