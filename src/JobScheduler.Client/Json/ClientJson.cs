using System.Collections;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Json;

/// <summary>
/// All JSON of this client. What the server sets, what is null and what is at its default is not sent: so a server that is older than this
/// client is not asked for members that it does not know. Results may be deep.
/// </summary>
internal static class ClientJson
{
    private const int Deepest = 600;

    /// <summary>One record of each kind that has defaults, with all of them.</summary>
    private static readonly Dictionary<Type, object> Defaults = new object[]
    {
        new Job { Target = new HandlerTarget { Name = "" } }, new RetryPolicy(), new Timeouts(), new Concurrency(), new PauseRequest(),
        new HttpTarget { Url = "" }, new Schedule { Spec = new OnceSpec() }, new OnceSpec(), new IntervalSpec { Every = default },
        new CronSpec { Cron = "" }, new DstPolicy(), new SchedulePolicy(), new TriggerRequest(), new BackfillRequest { From = default, To = default },
        new PreviewRequest { Spec = new OnceSpec() }, new Calendar(), new RunRequest(), new RunRedrive(),
        new Completion { Fence = 0, Outcome = default }, new DeadLetterRedrive(),
    }.ToDictionary(record => record.GetType());

    private static readonly JsonSerializerOptions Options = new(WireJson.Default.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = Deepest,
        TypeInfoResolver = WireJson.Default.WithAddedModifier(LeaveOut),
        Converters =
        {
            new VariantConverter<Target>("target", (type, json) => new UnknownTarget(type, json), target => (target as UnknownTarget)?.Json),
            new VariantConverter<ScheduleSpec>("spec", (type, json) => new UnknownSpec(type, json), spec => (spec as UnknownSpec)?.WhatToSend()),
        },
    };

    /// <summary>How a shape is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>Whether members of the type that are at their defaults are left out.</summary>
    public static bool HasDefaults(Type type) => Defaults.ContainsKey(type);

    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.IsDefined(typeof(ReadOnlyAttribute), inherit: true) == true)
            {
                member.ShouldSerialize = (_, _) => false;
            }
            else if (!member.IsRequired && Defaults.TryGetValue(type.Type, out var defaults) && member.Get?.Invoke(defaults) is { } usual)
            {
                member.ShouldSerialize = (_, value) => value is not null && !IsSame(value, usual);
            }
        }
    }

    private static bool IsSame(object value, object usual) => value.Equals(usual) || (value is ICollection { Count: 0 } && usual is ICollection { Count: 0 });
}
