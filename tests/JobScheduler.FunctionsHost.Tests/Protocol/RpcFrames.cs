using System.Buffers.Binary;

namespace JobScheduler.FunctionsHost.Tests.Protocol;

/// <summary>Frames of gRPC: a byte that says whether the message is compressed (never, here), its length, the message.</summary>
internal static class RpcFrames
{
    private const int HeadSize = 5;

    public static async Task WriteAsync(Stream stream, byte[] message, CancellationToken cancellation)
    {
        var frame = new byte[HeadSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, HeadSize);
        await stream.WriteAsync(frame, cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <returns>The next message; null when the stream has ended.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[HeadSize];
        if (await stream.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false, cancellation) < HeadSize)
        {
            return null;
        }

        if (head[0] != 0)
        {
            throw new InvalidDataException("the worker compresses, which this host has not offered");
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(message, cancellation);
        return message;
    }
}
