using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using JobScheduler.Client.Json;

namespace JobScheduler.Client.Tests.Json;

/// <summary>What is not said: it is not sent when it is as by default, and it is as by default when it was not sent.</summary>
public sealed class DefaultsTests
{
    private static readonly JsonSerializerOptions Options = ClientJson.Of<Job>().Options;

    public static TheoryData<Type> Requests => [.. ContractTypes.OfRequests()];

    public static TheoryData<Type> Contracts => [.. ContractTypes.All()];

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_is_sent_and_has_a_default_is_known_by_it(Type type) =>
        Assert.True(
            ClientJson.HasDefaults(type) || !HasDefault(type), $"{type.Name} has a default other than null: Blanks must have one of it");

    [Fact]
    public void What_is_sent_is_found_to_the_innermost_record()
    {
        Type[] inside =
        [
            typeof(RetryPolicy), typeof(Timeouts), typeof(HandlerTarget), typeof(CronSpec), typeof(DstPolicy), typeof(CalendarUse),
            typeof(DateRange), typeof(AttemptError),
        ];

        Assert.Empty(inside.Except(ContractTypes.OfRequests()));
        Assert.True(
            HasDefault(typeof(RetryPolicy))
                && HasDefault(typeof(CalendarUse))
                && !HasDefault(typeof(DateRange)));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void What_has_no_more_than_it_must_is_read_and_no_list_in_it_is_null(Type type)
    {
        var record = LeastOf(type).Deserialize(Options.GetTypeInfo(type))!;

        Assert.All(
            ContractTypes.MembersOf(type).Where(IsNeverNull),
            member => Assert.True(member.GetValue(record) is not null, $"{type.Name}.{member.Name} is null"));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void What_has_null_for_all_lists_is_read_and_none_of_them_is_null(Type type)
    {
        var least = LeastOf(type);
        var members = ContractTypes.MembersOf(type).Where(IsNeverNull).ToList();
        var names = members.Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name));
        foreach (var name in names.Where(name => !least.ContainsKey(name)))
        {
            least.Add(name, null);
        }

        var record = least.Deserialize(Options.GetTypeInfo(type))!;

        Assert.All(members, member => Assert.True(member.GetValue(record) is not null, $"{type.Name}.{member.Name} is null"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "items": null }""")]
    public void Page_without_items_is_no_page(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ClientJson.Of<Page<Job>>()));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ClientJson.Of<ItemList<Attempt>>()));
    }

    [Theory]
    [InlineData("""{ "state": "queued" }""")]
    [InlineData("""{ "id": null, "state": "queued" }""")]
    [InlineData("""{ "id": "1" }""")]
    public void Run_without_an_id_or_a_state_is_no_run(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ClientJson.Of<Run>()));

    [Fact]
    public void Job_of_an_older_server_has_the_defaults_and_does_not_send_them()
    {
        var job = JsonSerializer.Deserialize(
            """{ "id": "x", "target": { "type": "http", "url": "y" }, "retry": { "jitter": 0.5 } }""",
            ClientJson.Of<Job>())!;

        Assert.Equal(new RetryPolicy { Jitter = 0.5 }, job.Retry);
        Assert.Equal((Priority.Normal, new Timeouts(), TimeSpan.FromDays(30)), (job.Priority, job.Timeouts, job.Retention));
        Assert.Equal(
            ("POST", "200-299"), Assert.IsType<HttpTarget>(job.Target) is var target ? (target.Method, target.SuccessStatus) : default);
        Assert.Equal(
            """{"id":"x","target":{"type":"http","url":"y"},"retry":{"jitter":0.5}}""",
            JsonSerializer.Serialize(job, ClientJson.Of<Job>()));
    }

    [Fact]
    public void Job_of_an_id_and_a_target_sends_these_alone() =>
        Assert.Equal("""{"id":"x","target":{"type":"handler","name":"echo"}}""", JsonSerializer.Serialize(Echo, ClientJson.Of<Job>()));

    [Fact]
    public void Job_with_a_member_of_its_retry_policy_sends_that_one_alone()
    {
        var job = Echo with { Retry = new RetryPolicy { MaxAttempts = 5 }, Timeouts = new Timeouts { Queue = TimeSpan.FromHours(1) } };

        Assert.Equal(
            """{"id":"x","target":{"type":"handler","name":"echo"},"retry":{"maxAttempts":5},"timeouts":{"queue":"1h"}}""",
            JsonSerializer.Serialize(job, ClientJson.Of<Job>()));
    }

    [Fact]
    public void Job_with_all_at_the_default_sends_none_of_it()
    {
        var job = Echo with
        {
            Labels = new Dictionary<string, string>(),
            Priority = Priority.Normal,
            Placement = Placement.Pinned,
            Retry = new RetryPolicy { MaxAttempts = 3, Delays = null },
            Concurrency = new Concurrency(),
            Retention = TimeSpan.FromDays(30),
        };

        Assert.Equal("""{"id":"x","target":{"type":"handler","name":"echo"}}""", JsonSerializer.Serialize(job, ClientJson.Of<Job>()));
    }

    [Fact]
    public void Request_in_which_nothing_is_said_is_empty()
    {
        Assert.Equal("{}", JsonSerializer.Serialize(new Calendar(), ClientJson.Of<Calendar>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new RunRequest(), ClientJson.Of<RunRequest>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new TriggerRequest(), ClientJson.Of<TriggerRequest>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new PauseRequest(), ClientJson.Of<PauseRequest>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new RunCancellation(), ClientJson.Of<RunCancellation>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new RunRedrive(), ClientJson.Of<RunRedrive>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new DeadLetterPurge(), ClientJson.Of<DeadLetterPurge>()));
        Assert.Equal("{}", JsonSerializer.Serialize(new DeadLetterRedrive(), ClientJson.Of<DeadLetterRedrive>()));
    }

    [Fact]
    public void What_must_be_given_is_sent_whatever_it_is()
    {
        Assert.Equal(
            """{"fence":0,"outcome":"succeeded"}""", JsonSerializer.Serialize(Completion.Succeeded(0), ClientJson.Of<Completion>()));
        Assert.Equal(
            """{"spec":{"type":"interval","every":"0s"}}""",
            JsonSerializer.Serialize(new Schedule { Spec = new IntervalSpec { Every = TimeSpan.Zero } }, ClientJson.Of<Schedule>()));
        Assert.Equal(
            """{"ranges":[{"from":"0001-01-01","to":"0001-01-01"}]}""",
            JsonSerializer.Serialize(new Calendar { Ranges = [new DateRange(default, default)] }, ClientJson.Of<Calendar>()));
    }

    private static Job Echo => new() { Id = "x", Target = new HandlerTarget { Name = "echo" } };

    private static bool HasDefault(Type type) => type.GetConstructor([]) is null
        ? type.GetConstructors()
            .SelectMany(made => made.GetParameters())
            .Any(parameter => parameter is { HasDefaultValue: true, DefaultValue: not null })
        : Activator.CreateInstance(type) is var blank && ContractTypes.MembersOf(type)
            .Any(member => member.GetCustomAttribute<RequiredMemberAttribute>() is null && member.GetValue(blank) is not null);

    /// <summary>Lists and records; of texts older servers may lack some.</summary>
    private static bool IsNeverNull(PropertyInfo member) => member.PropertyType.IsClass | member.PropertyType.IsInterface
        && member.PropertyType != typeof(string)
        && new NullabilityInfoContext().Create(member).ReadState == NullabilityState.NotNull;

    private static JsonObject LeastOf(Type type) => [.. Options.GetTypeInfo(type).Properties
        .Where(member => member.IsRequired)
        .Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, LeastValueOf(member.PropertyType)))];

    private static JsonNode? LeastValueOf(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is not null => null,
        _ when type == typeof(string) => "x",
        _ when type == typeof(int) || type == typeof(long) => 1,
        _ when type == typeof(TimeSpan) => "1s",
        _ when type == typeof(Rate) => "1/s",
        _ when type == typeof(DateTimeOffset) => "2026-12-01T06:30:00.000Z",
        _ when type == typeof(Target) => new JsonObject { ["type"] = "handler", ["name"] = "echo" },
        _ when type == typeof(ScheduleSpec) => new JsonObject { ["type"] = "once" },
        { IsEnum: true } => "newest",
        _ when type.IsAssignableTo(typeof(IEnumerable)) => new JsonArray(),
        _ => LeastOf(type),
    };
}
