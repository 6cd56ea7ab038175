using System.Text;

namespace JobScheduler.Client.Tests.Stubs;

/// <summary>A text, and then the connection is gone.</summary>
internal sealed class BrokenStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("connection reset");
}
