using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using JobScheduler.Client.Json;
using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>Follows the log of a run across lost connections; each line is returned once.</summary>
internal sealed class LogFollower(Sender sender, string path)
{
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromMinutes(1);

    // The server marks the end of each block of lines with an id, from which it continues after a lost connection. It then repeats the
    // lines of an unfinished block: this many have been returned since the last mark.
    private string? _mark;
    private int _sinceMark;

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var time = sender.Options.Time;
        for (var failures = 1; ; failures++)
        {
            var call = ApiCall.Get(path).With("Last-Event-ID", _mark) with { Streams = true };
            using var answer = await sender.SendAsync(call, cancellation);
            var opened = time.GetTimestamp();
            await using var stream = new QuietLimit(await answer.Content.ReadAsStreamAsync(cancellation), LongestQuiet, time);
            await using var events = SseParser.Create(stream).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
            var repeated = _sinceMark;
            while (await NextAsync(events, cancellation) is { } item)
            {
                if (item.EventType == "end")
                {
                    yield break;
                }

                failures = 0;
                if (repeated > 0)
                {
                    repeated--;
                }
                else
                {
                    _sinceMark++;
                    yield return Parse(call, item.Data);
                }

                if (!string.IsNullOrEmpty(item.EventId))
                {
                    (_mark, _sinceMark) = (item.EventId, repeated);
                }
            }

            // A proxy that occasionally closes idle connections is not a failure.
            if (time.GetElapsedTime(opened) > sender.Options.LongestDelay)
            {
                failures = 0;
            }

            if (failures >= sender.Options.MaxTries)
            {
                throw new UnavailableException($"{call} broke off {failures} times without a line in between");
            }

            var delay = RetryRule.Delay(sender.Options, Math.Max(1, failures), null, sender.Options.Chance.NextShare());
            await Task.Delay(delay, time, cancellation);
        }
    }

    /// <summary>Null if the connection is lost.</summary>
    private static async ValueTask<SseItem<string>?> NextAsync(IAsyncEnumerator<SseItem<string>> events, CancellationToken cancellation)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (Exception error) when (
            error is IOException or HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static LogLine Parse(ApiCall call, string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, ClientJson.Of<LogLine>()) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new UnexpectedAnswerException($"{call} sent something other than a log line: {error.Message}", error);
        }
    }
}
