namespace JobScheduler.Client.Tests.Wire;

public sealed class RunsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunsClient Runs => host.Client.Runs;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_echo_ends_with_its_input_as_the_result()
    {
        var run = await Runs.SubmitAsync(
            Own("echo") with { Input = RawJson.Of(new Order(17, "tea")), Labels = new Dictionary<string, string> { ["a"] = "b" } },
            Cancellation);

        var ended = await Runs.WaitForEndAsync(run.Id, Patience, Cancellation);

        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Equal(new Order(17, "tea"), ended.Result?.As<Order>());
        Assert.Equal("b", ended.Labels["a"]);
        var result = await Runs.GetResultAsync(run.Id, Cancellation);
        Assert.StartsWith("application/json", result!.ContentType, StringComparison.Ordinal);
        Assert.Equal(new Order(17, "tea"), result.As<Order>());
        var attempt = Assert.Single(await Runs.GetAttemptsAsync(run.Id, Cancellation));
        Assert.Equal(AttemptOutcome.Succeeded, attempt.Outcome);
        Assert.Contains(
            run.Id,
            await Runs.ListAsync(new RunFilter { States = [RunState.Succeeded] }, Cancellation)
                .Select(item => item.Id)
                .ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Submit_answer_lost_makes_one_run()
    {
        await host.Client.Jobs.PutAsync(new Job { Id = "once", Target = new HandlerTarget { Name = "echo" } }, default, Cancellation);
        using var loser = new AnswerLoser();
        using var http = new HttpClient(loser) { BaseAddress = host.Address };
        using var client = new JobSchedulerClient(
            http, WireHost.Key, new JobSchedulerClientOptions { FirstDelay = TimeSpan.FromMilliseconds(1) });

        var run = await client.Runs.SubmitAsync(new RunRequest { JobId = "once" }, Cancellation);

        Assert.Equal(2, loser.Requests);
        Assert.True(run.Replayed);
        Assert.Equal(run.Id, Assert.Single((await Runs.GetPageAsync(new RunFilter { JobId = "once" }, null, null, Cancellation)).Items).Id);
    }

    [Fact]
    public async Task SubmitMany_answer_lost_makes_each_run_once_and_names_bad_items()
    {
        await host.Client.Jobs.PutAsync(new Job { Id = "bulk", Target = new HandlerTarget { Name = "echo" } }, default, Cancellation);
        using var loser = new AnswerLoser();
        using var http = new HttpClient(loser) { BaseAddress = host.Address };
        using var client = new JobSchedulerClient(
            http, WireHost.Key, new JobSchedulerClientOptions { FirstDelay = TimeSpan.FromMilliseconds(1) });
        var requests = Enumerable.Range(0, 50).Select(
            i => new RunRequest { JobId = i == 7 ? "no-such-job" : "bulk", Input = RawJson.Of(i) });

        var outcomes = await client.Runs.SubmitManyAsync(requests, Cancellation);

        Assert.Equal(50, outcomes.Count);
        Assert.NotNull(outcomes[7].Problem);
        Assert.Equal(3, outcomes[3].Run!.Input!.As<int>());
        Assert.Equal(49, await Runs.ListAsync(new RunFilter { JobId = "bulk" }, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Submit_key_with_another_body_is_refused()
    {
        await Runs.SubmitAsync(Own("echo") with { IdempotencyKey = "order-1", Input = RawJson.Of(1) }, Cancellation);

        await Assert.ThrowsAsync<InvalidRequestException>(
            () => Runs.SubmitAsync(Own("echo") with { IdempotencyKey = "order-1", Input = RawJson.Of(2) }, Cancellation));
    }

    [Fact]
    public async Task Failing_run_becomes_a_dead_letter_that_can_be_redriven()
    {
        var run = await Runs.SubmitAsync(Failing("broken-1"), Cancellation);
        var ended = await Runs.WaitForEndAsync(run.Id, Patience, Cancellation);

        Assert.Equal(RunState.Failed, ended.State);
        Assert.Equal("broken-1", ended.Error!.Type);
        Assert.Equal(2, (await Runs.GetAttemptsAsync(run.Id, Cancellation)).Count);
        var letter = await FindLetterAsync(run.Id);
        Assert.Equal(letter, await host.Client.DeadLetters.GetAsync(letter.Id, Cancellation));
        Assert.Contains(
            await host.Client.DeadLetters.GetCausesAsync(Cancellation), cause => cause.Id == letter.Cause.Id && cause.Count == 1);

        var again = await host.Client.DeadLetters.RedriveAsync(letter.Id, Cancellation);

        Assert.Equal(run.Id, again.RedriveOf);
        await Assert.ThrowsAsync<NotFoundException>(() => host.Client.DeadLetters.GetAsync(letter.Id, Cancellation));
        await Runs.WaitForEndAsync(again.Id, Patience, Cancellation);
    }

    [Fact]
    public async Task Redrive_and_purge_of_a_cause_are_operations_that_end()
    {
        var run = await Runs.SubmitAsync(Failing("broken-2"), Cancellation);
        await Runs.WaitForEndAsync(run.Id, Patience, Cancellation);
        var cause = (await FindLetterAsync(run.Id)).Cause.Id;

        var redrive = await host.Client.DeadLetters.RedriveManyAsync(
            new DeadLetterRedrive { Cause = cause, Max = 5, Rate = new Rate(50, 's') }, Cancellation);
        Assert.Equal(OperationState.Succeeded, (await host.Client.Operations.WaitForEndAsync(redrive.Id, Cancellation)).State);
        var purge = await host.Client.DeadLetters.PurgeAsync(new DeadLetterPurge { Cause = cause }, Cancellation);
        var ended = await host.Client.Operations.WaitForEndAsync(purge.Id, Cancellation);

        Assert.Equal("purge", ended.Kind);
        Assert.Equal(OperationState.Succeeded, ended.State);
    }

    [Fact]
    public async Task Cancel_scheduled_ends_it_and_why_says_what_it_waited_for()
    {
        var run = await Runs.SubmitAsync(Own("echo") with { After = TimeSpan.FromHours(1) }, Cancellation);

        Assert.Equal(RunState.Scheduled, run.State);
        var why = await Runs.GetWhyAsync(run.Id, Cancellation);
        Assert.Equal(BlockerKind.NotDue, why.Blockers[0].Kind);
        await Assert.ThrowsAsync<ConflictException>(() => Runs.GetResultAsync(run.Id, Cancellation));
        await Runs.CancelAsync(run.Id, Cancellation);
        var again = await Runs.CancelAsync(run.Id, Cancellation);

        Assert.Equal(RunState.Canceled, again.State);
    }

    [Fact]
    public async Task CancelMany_by_label_ends_them_all()
    {
        var label = new Dictionary<string, string> { ["set"] = "cancel-many" };
        var run = await Runs.SubmitAsync(Own("echo") with { After = TimeSpan.FromHours(1), Labels = label }, Cancellation);

        var operation = await Runs.CancelManyAsync(
            new RunCancellation { Labels = ["set:cancel-many"], States = [RunState.Scheduled] }, Cancellation);

        Assert.Equal(OperationState.Succeeded, (await host.Client.Operations.WaitForEndAsync(operation.Id, Cancellation)).State);
        Assert.Equal(RunState.Canceled, (await Runs.WaitForEndAsync(run.Id, Patience, Cancellation)).State);
    }

    [Fact]
    public async Task FollowLogs_of_a_running_run_ends_with_it()
    {
        var run = await Runs.SubmitAsync(Own("delay") with { Input = RawJson.Of(new { For = "100ms" }) }, Cancellation);

        var lines = await Runs.FollowLogsAsync(run.Id, Cancellation).ToListAsync(Cancellation);

        Assert.Contains(lines, line => line is { Level: LogSeverity.Information, Attempt: 1, Message: "waited 100ms" });
        Assert.Equal(RunState.Succeeded, (await Runs.GetAsync(run.Id, null, Cancellation)).State);
        var page = await Runs.GetLogsAsync(run.Id, 0, Cancellation);
        Assert.True(page.Complete);
        Assert.Equal(lines, page.Items);
        Assert.Empty((await Runs.GetLogsAsync(run.Id, page.Next, Cancellation)).Items);
    }

    [Fact]
    public async Task Callback_with_the_token_of_the_attempt_reports_and_completes()
    {
        var run = await Runs.SubmitAsync(
            new RunRequest
            {
                Target = new HttpTarget { Url = host.TargetUrl, Completion = HttpCompletion.Callback },
                Retry = new RetryPolicy { MaxAttempts = 1 },
            },
            Cancellation);
        var call = await host.Calls.Reader.ReadAsync(Cancellation);
        using var target = new JobSchedulerClient(host.Address, call.Token);

        Assert.Equal(run.Id, call.Run);
        await target.Runs.HeartbeatAsync(
            call.Run, new HeartbeatReport { Fence = call.Fence, Progress = 0.5, Message = "halfway" }, Cancellation);
        Assert.Equal(0.5, (await Runs.GetAsync(run.Id, null, Cancellation)).Progress);
        await Assert.ThrowsAsync<ForbiddenException>(() => target.Runs.GetAsync(call.Run, null, Cancellation));
        await target.Runs.CompleteAsync(call.Run, Completion.Succeeded(call.Fence, RawJson.Of(new Order(1, "milk"))), Cancellation);
        await Assert.ThrowsAsync<ConflictException>(
            () => target.Runs.CompleteAsync(call.Run, Completion.Succeeded(call.Fence), Cancellation));

        Assert.Equal(new Order(1, "milk"), (await Runs.WaitForEndAsync(run.Id, Patience, Cancellation)).Result?.As<Order>());
    }

    [Fact]
    public async Task Redrive_of_a_succeeded_run_with_another_input_names_it()
    {
        var run = await Runs.SubmitAsync(Own("echo") with { Input = RawJson.Of(1) }, Cancellation);
        await Runs.WaitForEndAsync(run.Id, Patience, Cancellation);

        var again = await Runs.RedriveAsync(
            run.Id, new RunRedrive { Input = RawJson.Of(2), Definition = DefinitionChoice.Original }, Cancellation);
        var ended = await Runs.WaitForEndAsync(again.Id, Patience, Cancellation);

        Assert.Equal(run.Id, ended.RedriveOf);
        Assert.Equal(2, ended.Result?.As<int>());
    }

    private static RunRequest Own(string handler) => new() { Target = new HandlerTarget { Name = handler } };

    private static RunRequest Failing(string type) => Own("fail") with
    {
        Input = RawJson.Of(new { Type = type }),
        Retry = new RetryPolicy { MaxAttempts = 2, Backoff = Backoff.None },
    };

    private async Task<DeadLetter> FindLetterAsync(string run) =>
        await host.Client.DeadLetters.ListAsync(null, Cancellation).SingleAsync(letter => letter.RunId == run, Cancellation);

    private sealed record Order(int Number, string Article);
}
