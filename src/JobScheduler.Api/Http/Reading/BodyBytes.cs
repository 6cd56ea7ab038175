using System.Numerics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobScheduler.Api.Http;

/// <summary>
/// The bytes of a body, in a buffer that is at most twice as large as what has arrived, whatever length the request declares: a length
/// costs the sender nothing, until <see cref="Believed"/> bytes have come. Of the <see cref="MemoryBudget"/> it takes that buffer, and
/// what will be made of it.
/// </summary>
internal sealed class BodyBytes : IDisposable
{
    /// <summary>Most bodies fit.</summary>
    private const int First = 4096;

    /// <summary>
    /// 64 KiB: who has sent that sends the rest too, and takes the memory for all of it at once; for as much as the route takes, if no
    /// length was declared. Many bodies that grow beside each other would all stay unfinished.
    /// </summary>
    private const int Believed = 64 * 1024;

    private readonly MemoryLease _lease;
    private readonly int _limit;
    private readonly int _made;
    private byte[] _buffer = [];
    private int _length;

    private BodyBytes(MemoryLease lease, int limit, int made) => (_lease, _limit, _made) = (lease, limit, made);

    /// <summary>Valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Pays for the buffer, and for what is made of it.</summary>
    public MemoryLease Lease => _lease;

    /// <summary>Reads the body to its end; the caller disposes of it.</summary>
    /// <param name="request">The request, which the dispatcher has given a lease.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <param name="made">How many bytes can be made of each while the request is carried out; they are taken for its whole life.</param>
    /// <exception cref="ProblemException">
    /// 413 beyond the limit, or beyond what this process has memory for; 503 if other requests leave no room.
    /// </exception>
    /// <exception cref="BadHttpRequestException">It is not framed as HTTP wants it, comes too slowly, or ends early.</exception>
    public static async Task<BodyBytes> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellation, int made = RouteMemory.MadeOfBody)
    {
        if (request.ContentLength > limit)
        {
            throw ProblemException.TooLarge(limit);
        }

        var bytes = new BodyBytes(request.HttpContext.Features.GetRequiredFeature<MemoryLease>(), limit, made);
        bytes.CheckFits(request.ContentLength ?? 0);
        try
        {
            await bytes.FillAsync(request.Body, (int)(request.ContentLength ?? 0), cancellation);
            bytes.Trim();
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
            PooledArrays.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }
    }

    private async Task FillAsync(Stream body, int declared, CancellationToken cancellation)
    {
        while (true)
        {
            if (_length == Math.Min(_limit, _buffer.Length))
            {
                if (_length > 0 && (_length == _limit || _length == declared))
                {
                    // Beside the buffer: one more byte in it would double it.
                    await CheckEndAsync(body, cancellation);
                    return;
                }

                await GrowAsync(declared, cancellation);
            }

            var read = await body.ReadAsync(_buffer.AsMemory(_length..Math.Min(_limit, _buffer.Length)), cancellation);
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }

    private async Task CheckEndAsync(Stream body, CancellationToken cancellation)
    {
        if (await body.ReadAsync(new byte[1], cancellation) > 0)
        {
            throw _length == _limit
                ? ProblemException.TooLarge(_limit)
                : new BadHttpRequestException("the body is longer than its Content-Length");
        }
    }

    private async Task GrowAsync(int declared, CancellationToken cancellation)
    {
        CheckFits(Math.Max(declared, _length + 1L));
        var grown = Math.Max(First, Math.Min(_limit, 2 * _length));
        var size = _length < Believed ? grown : declared > _length ? declared : Math.Max(grown, (int)Math.Min(_limit, MostFitting));
        size = (int)Math.Min(size, MostFitting);
        if (size <= PooledArrays.LargestPooled)
        {
            // What the pool gives.
            size = (int)BitOperations.RoundUpToPowerOf2((uint)size);
        }

        // The old buffer is there while the new one is filled; what is made of the bytes is paid for once.
        await _lease.TakeAsync(size + ((long)_made * (size - _buffer.Length)), cancellation);
        var larger = PooledArrays.Rent<byte>(size);
        var smaller = _buffer;
        smaller.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
        _lease.Return(smaller.Length);
        PooledArrays.Return(smaller);
    }

    /// <summary>Gives back most of what was taken for a body of unknown length.</summary>
    private void Trim()
    {
        var before = _buffer;
        if (before.Length > PooledArrays.LargestPooled && before.Length / 2 > _length)
        {
            _buffer = PooledArrays.Rent<byte>(_length);
            before.AsSpan(0, _length).CopyTo(_buffer);
            _lease.Return((1L + _made) * (before.Length - _buffer.Length));
        }
    }

    /// <summary>The largest buffer that there would be memory for beside this one, if no other request had any.</summary>
    private long MostFitting => (_lease.MostMore + ((long)_made * _buffer.Length)) / (1 + _made);

    /// <exception cref="ProblemException">413: this process never has the memory for so many bytes.</exception>
    private void CheckFits(long bytes)
    {
        if (MostFitting < bytes)
        {
            throw ProblemException.TooLargeForMemory(MostFitting);
        }
    }
}
