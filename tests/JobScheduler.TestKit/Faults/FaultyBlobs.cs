using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class FaultyBlobs(IBlobStore inner, FaultGate gate) : IBlobStore
{
    public ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.PutBlob, name, () => inner.PutAsync(name, content, cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.GetBlob, name, () => inner.GetAsync(name, offset, cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, long offset, int length, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.GetBlob, name, () => inner.ReadAsync(name, offset, length, cancellation));

    public ValueTask AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.AppendBlob, name, () => inner.AppendAsync(name, content, cancellation));

    public ValueTask DeleteAsync(string name, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.DeleteBlob, name, () => inner.DeleteAsync(name, cancellation));
}
