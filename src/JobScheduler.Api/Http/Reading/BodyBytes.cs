using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobScheduler.Api.Http;

/// <summary>
/// The bytes of a body, in a buffer of the pool that is at most twice as large as what has arrived, whatever length the request declares: a
/// length costs the sender nothing.
/// </summary>
internal sealed class BodyBytes : IDisposable
{
    /// <summary>Most bodies fit.</summary>
    private const int First = 4096;

    private readonly BodyLease _lease;
    private byte[] _buffer = [];
    private int _length;

    private BodyBytes(BodyLease lease) => _lease = lease;

    /// <summary>Valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Pays for the buffer, and for what is made of it.</summary>
    public BodyLease Lease => _lease;

    /// <summary>Reads the body to its end; the caller disposes of it.</summary>
    /// <exception cref="ProblemException">413 beyond the limit, 503 if the bodies of other requests leave no room.</exception>
    /// <exception cref="BadHttpRequestException">It is not framed as HTTP wants it, comes too slowly, or ends early.</exception>
    public static async Task<BodyBytes> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            throw ProblemException.TooLarge(limit);
        }

        var bytes = new BodyBytes(request.HttpContext.Features.GetRequiredFeature<BodyLease>());
        try
        {
            await bytes.FillAsync(request.Body, limit, cancellation);
            return bytes;
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            bytes.Dispose();
            throw new BadHttpRequestException("the connection was lost before the body had arrived", failure);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            _lease.Return(_buffer.Length);
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }
    }

    private async Task FillAsync(Stream body, int limit, CancellationToken cancellation)
    {
        while (_length < limit)
        {
            if (_length == _buffer.Length)
            {
                Grow(Math.Min(limit, Math.Max(First, 2 * _length)));
            }

            var read = await body.ReadAsync(_buffer.AsMemory(_length..Math.Min(limit, _buffer.Length)), cancellation);
            if (read == 0)
            {
                return;
            }

            _length += read;
        }

        // Beside the buffer: one more byte in it would double it.
        if (await body.ReadAsync(new byte[1], cancellation) > 0)
        {
            throw ProblemException.TooLarge(limit);
        }
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            _lease.Take(larger.Length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw;
        }

        var smaller = _buffer;
        smaller.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
        if (smaller.Length > 0)
        {
            _lease.Return(smaller.Length);
            ArrayPool<byte>.Shared.Return(smaller);
        }
    }
}
