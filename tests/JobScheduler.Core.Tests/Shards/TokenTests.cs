using System.Reflection;
using CsCheck;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Shards;

/// <summary>Where an unfinished run can wait.</summary>
public sealed class TokenTests
{
    private const string Run = "03-fe6bc1f3a2b7-0123456789abcdef";

    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 253_402_300_799_999].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    /// <summary>Stored since the first version: a key that is written otherwise, or not read any more, leaves runs behind.</summary>
    public static TheoryData<string, string, RunState, RunState, BlockerKind> Kinds => new()
    {
        { $"Q~20260304050607089-0123456789abcdef~{Run}", "message", RunState.Queued, RunState.Queued, BlockerKind.Backlog },
        { $"W~acme~api.example.com_8443~20260304050607089~{Run}", "host", RunState.Queued, RunState.Queued, BlockerKind.Host },
        { $"Y~1~acme~api.example.com_8443|20260304050607089~{Run}", "backlog", RunState.Queued, RunState.Queued, BlockerKind.Backlog },
        { $"A~20260304050607089~start~{Run}", "start", RunState.Scheduled, RunState.Retrying, BlockerKind.NotDue },
        { $"A~20260304050607089~wait~{Run}", "wait", RunState.Queued, RunState.Queued, BlockerKind.Paused },
        { $"A~20260304050607089~line~{Run}", "line", RunState.Queued, RunState.Queued, BlockerKind.Overlap },
        { $"A~20260304050607089~lease~{Run}~claim", "lease", RunState.Running, RunState.Running, BlockerKind.Lease },
        { $"A~20260304050607089~limit~{Run}~claim", "limit", RunState.Running, RunState.Running, BlockerKind.Lease },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Token_of_a_stored_key_tells_where_its_run_waits(
        string key, string name, RunState first, RunState later, BlockerKind blocker)
    {
        var token = Token.Read(key);

        Assert.Equal((key, Run, name), (token.Key, token.Run, token.Kind?.Name));
        Assert.Equal((first, later, blocker), (token.Kind!.StateAfter(0), token.Kind.StateAfter(1), token.Kind.BlockerAfter(0)));
    }

    [Theory]
    [InlineData("api.example.com_8443|", "Y~1~acme~api.example.com_8443|")]
    [InlineData("-|", "Y~1~acme~-|")]
    [InlineData("", "Y~1~acme~20260304050607089~")]
    public void Backlog_has_a_line_for_each_class_and_keys_without_one_are_read(string targetClass, string line)
    {
        var key = $"Y~1~acme~{targetClass}20260304050607089~{Run}";

        Assert.Equal((Run, TokenKind.Backlog), (Token.Read(key).Run, Token.Read(key).Kind));
        Assert.Equal((line, "acme"), (Token.LineOfBacklog(key), Token.TenantOfBacklog(key)));
    }

    [Fact]
    public void Table_has_every_kind_and_each_once()
    {
        var fields = typeof(TokenKind)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<TokenKind>();
        Assert.Equal(fields.ToHashSet(), TokenKind.All.ToHashSet());
        Assert.Equal(TokenKind.All.Count, TokenKind.All.Select(kind => kind.Name).Distinct().Count());
        Assert.All(TokenKind.All, kind => Assert.Equal(kind.IsAlarm ? kind : null, TokenKind.OfAlarm(kind.Name)));
    }

    [Fact]
    public void Written_tokens_are_the_stored_ones() => Assert.Equal(
        Kinds.Select(row => row.Data.Item1),
        [
            Token.InMessage("20260304050607089-0123456789abcdef", Run),
            Token.InHostLine("acme", "api.example.com_8443", At, Run),
            Token.InBacklog(Priority.Normal, "acme", "api.example.com_8443", At, Run),
            Token.AtAlarm(TokenKind.Start, At, Run),
            Token.AtAlarm(TokenKind.Pause, At, Run),
            Token.AtAlarm(TokenKind.Gate, At, Run),
            Token.AtAlarm(TokenKind.Lease, At, Run, "claim"),
            Token.AtAlarm(TokenKind.Limit, At, Run, "claim"),
        ]);

    [Fact]
    public void Written_tokens_are_read_and_ordered_by_time() => Gen.Select(Times, Times).Sample((a, b) =>
    {
        foreach (var kind in TokenKind.All.Where(kind => kind.IsAlarm))
        {
            var (first, second) = (Token.AtAlarm(kind, a, Run, "c"), Token.AtAlarm(kind, b, Run, "c"));
            Assert.True(StorageLimits.IsKey(first));
            Assert.Equal(first, Token.Read(first));
            Assert.Equal(Math.Sign(a.CompareTo(b)), Math.Sign(string.CompareOrdinal(first, second)));
        }
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("R~03-fe6bc1f3a2b7-0123456789abcdef")]
    [InlineData("A~20260304050607089~guard~20260304050607089-0123456789abcdef")]
    [InlineData("A~20260304050607089~start")]
    [InlineData("Q~message")]
    [InlineData("garbage")]
    public void Key_of_anything_else_has_neither_kind_nor_run(string? key)
    {
        var token = Token.Read(key);
        Assert.Equal((key ?? "", null, null), (token.Key, token.Kind, token.Run));
    }

    [Theory]
    [InlineData(RunState.Scheduled, false, "start")]
    [InlineData(RunState.Retrying, false, "start")]
    [InlineData(RunState.Queued, false, "message")]
    [InlineData(RunState.Running, false, "lease")]
    [InlineData(RunState.Queued, true, "line")]
    public void Run_that_lost_its_token_gets_one_of_its_state(RunState state, bool isGated, string kind) =>
        Assert.Equal(kind, TokenKind.ThatRepairs(state, isGated).Name);

    [Theory]
    [InlineData("A~20260304050607089~guard~a~b", "guard", "a~b")]
    [InlineData("A~x", "", "x")]
    [InlineData("A~nonsense~kind~id", "kind", "id")]
    [InlineData("R~1", "", "1")]
    public void Alarm_key_of_any_text_is_read(string key, string kind, string id)
    {
        var alarm = AlarmKey.Read(key);
        Assert.Equal((kind, id), (alarm.Kind, alarm.Id));
        Assert.Equal(kind.Length == 0 ? null : kind, AlarmKey.KindOf(key));
        Assert.Equal(alarm.At, AlarmKey.TimeOf(key));
    }
}
