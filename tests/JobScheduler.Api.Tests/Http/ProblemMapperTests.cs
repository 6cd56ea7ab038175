using JobScheduler.Api.Http;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobScheduler.Api.Tests.Http;

public sealed class ProblemMapperTests
{
    private readonly ProblemMapper _mapper = new(NullLogger<ProblemMapper>.Instance);

    [Theory]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.Invalid, 422)]
    [InlineData(RefusalKind.Precondition, 412)]
    [InlineData(RefusalKind.TooLarge, 413)]
    [InlineData(RefusalKind.Throttled, 429)]
    [InlineData(RefusalKind.Unavailable, 503)]
    public void Map_refusal_hasItsStatus(RefusalKind kind, int status)
    {
        var answer = _mapper.Map(new RefusalException(kind, "why", retryAfter: TimeSpan.FromMilliseconds(2100)));
        Assert.Equal((status, "why"), (answer.Problem.Status, answer.Problem.Detail));
        Assert.Equal(status is 429 or 503, answer.Headers.ContainsKey("Retry-After"));
        Assert.All(answer.Headers.Values, value => Assert.Equal("3", value));
    }

    [Fact]
    public void RefusalKinds_all_haveAnAnswer() =>
        Assert.All(Enum.GetValues<RefusalKind>(), kind => Assert.NotEqual(500, _mapper.Map(new RefusalException(kind, "")).Problem.Status));

    [Theory]
    [InlineData(StorageFault.Transient, 503, "nothing was changed")]
    [InlineData(StorageFault.Throttled, 503, "nothing was changed")]
    [InlineData(StorageFault.Unknown, 503, "Idempotency-Key")]
    [InlineData(StorageFault.Full, 503, "disk")]
    [InlineData(StorageFault.Permanent, 500, "log")]
    public void Map_storageFailure_saysWhatItMeans(StorageFault fault, int status, string says)
    {
        var answer = _mapper.Map(new StorageException(fault, "/var/lib/secret/path.db"));
        Assert.Equal(status, answer.Problem.Status);
        Assert.Contains(says, answer.Problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal(status == 503, answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public void Map_anythingElse_500WithoutItsInside()
    {
        var answer = _mapper.Map(new InvalidOperationException("connection string: secret"));
        Assert.Equal(("/problems/internal", 500), (answer.Problem.Type, answer.Problem.Status));
        Assert.DoesNotContain("secret", answer.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_outOfMemory_503AndSaysWhatToDo()
    {
        var answer = _mapper.Map(new InsufficientMemoryException());
        Assert.Equal(503, answer.Problem.Status);
        Assert.Contains("memory", answer.Problem.Detail, StringComparison.Ordinal);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public void Map_malformedAndUnreadable_400()
    {
        var answer = _mapper.Map(MalformedException.Of("a.b", "is wrong"));
        Assert.Equal(400, answer.Problem.Status);
        Assert.Equal(["is wrong"], answer.Problem.Errors!["a.b"]);
        Assert.Equal(400, _mapper.Map(new BadHttpRequestException("x")).Problem.Status);
        Assert.Equal(413, _mapper.Map(new BadHttpRequestException("x", 413)).Problem.Status);
        var slow = _mapper.Map(new BadHttpRequestException("x", 408)).Problem;
        Assert.Equal((408, "/problems/too-slow"), (slow.Status, slow.Type));
    }
}
