using JobScheduler.Api.Health;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Health;

public sealed class StorageProbeTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 5)]
    public async Task Probe_is_shared_and_reused_for_as_long_as_it_is_fresh(bool isShared, int seconds)
    {
        var storage = new Probed(isShared);
        var probe = Of(storage);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => probe.WhatIsMissingAsync(Cancellation)));
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        await probe.WhatIsMissingAsync(Cancellation);
        Assert.Equal(1, storage.Probes);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => probe.WhatIsMissingAsync(Cancellation)));
        Assert.Equal(2, storage.Probes);
    }

    [Theory]
    [InlineData(StorageFault.Full, "the disk that holds the data is full")]
    [InlineData(StorageFault.Transient, "the storage does not respond")]
    [InlineData(StorageFault.Permanent, "the storage does not respond")]
    public async Task Failure_says_why_without_what_is_secret_and_is_over_with_the_next_probe(StorageFault fault, string says)
    {
        var storage = new Probed(false) { Failure = new StorageException(fault, "/secret/path") };
        var probe = Of(storage);

        var missing = await probe.WhatIsMissingAsync(Cancellation);

        Assert.StartsWith(says, missing, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", missing, StringComparison.Ordinal);
        storage.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await probe.WhatIsMissingAsync(Cancellation));
    }

    [Fact]
    public async Task Probe_that_hangs_is_waited_for_ten_seconds_and_has_no_second_beside_it()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var storage = new Probed(false) { Hanging = hanging.Task };
        var probe = Of(storage);

        var first = probe.WhatIsMissingAsync(Cancellation);
        await storage.Begun;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("the storage has not responded for 10s", await first);
        var second = probe.WhatIsMissingAsync(Cancellation);
        Assert.Equal(1, storage.Probes);

        hanging.SetResult();
        Assert.Null(await second);
    }

    [Fact]
    public async Task Caller_who_leaves_does_not_end_the_probe_of_the_others()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var storage = new Probed(false) { Hanging = hanging.Task };
        var probe = Of(storage);
        using var leaving = new CancellationTokenSource();
        var one = probe.WhatIsMissingAsync(leaving.Token);
        var other = probe.WhatIsMissingAsync(Cancellation);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        hanging.SetResult();

        Assert.Null(await other);
    }

    private StorageProbe Of(IStorage storage) => new(storage, _time, NullLogger<StorageProbe>.Instance);

    private sealed class Probed(bool isShared) : IStorage
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _probes;

        public int Probes => _probes;

        public Task Begun => _begun.Task;

        public Task Hanging { get; init; } = Task.CompletedTask;

        public StorageException? Failure { get; set; }

        public bool IsShared => isShared;

        public ITableStore Tables => throw new NotSupportedException();

        public IQueueStore Queues => throw new NotSupportedException();

        public IBlobStore Blobs => throw new NotSupportedException();

        public ValueTask PrepareAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

        public async ValueTask ProbeAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref _probes);
            _begun.TrySetResult();
            await Hanging;
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}
