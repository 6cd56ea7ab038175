using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Tests.Json;

/// <summary>The records of the contracts, found by what contains what.</summary>
internal static class ContractTypes
{
    private static readonly Type[] Sent =
    [
        typeof(Job),
        typeof(Schedule),
        typeof(Calendar),
        typeof(RunRequest),
        typeof(ItemList<RunRequest>),
        typeof(TriggerRequest),
        typeof(BackfillRequest),
        typeof(PreviewRequest), typeof(PauseRequest), typeof(RunCancellation), typeof(RunRedrive), typeof(HeartbeatReport),
        typeof(Completion), typeof(DeadLetterPurge), typeof(DeadLetterRedrive),
    ];

    /// <summary>What the client sends, and what is in it.</summary>
    public static IReadOnlyList<Type> OfRequests() => Reach(Sent, member => member.GetCustomAttribute<ReadOnlyAttribute>() is null);

    /// <summary>All that goes over the wire, and what is in it.</summary>
    public static IReadOnlyList<Type> All() => Reach(
        typeof(WireJson).GetCustomAttributesData().Where(data => data.AttributeType == typeof(JsonSerializableAttribute))
            .Select(data => (Type)data.ConstructorArguments[0].Value!),
        _ => true);

    /// <summary>The members that are in the JSON.</summary>
    public static IEnumerable<PropertyInfo> MembersOf(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
            && member.GetCustomAttribute<JsonExtensionDataAttribute>() is null);

    private static List<Type> Reach(IEnumerable<Type> from, Func<PropertyInfo, bool> follows)
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(from);
        while (open.TryDequeue(out var type))
        {
            if (Nullable.GetUnderlyingType(type) is null
                && type.IsClass
                && type.Assembly == typeof(Job).Assembly
                && !IsText(type)
                && found.Add(type))
            {
                var inside = MembersOf(type).Where(follows).Select(member => member.PropertyType);
                var derived = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(kind => kind.DerivedType);
                foreach (var next in inside.Concat(derived))
                {
                    open.Enqueue(next);
                }
            }
            else if (type.IsGenericType)
            {
                foreach (var next in type.GetGenericArguments())
                {
                    open.Enqueue(next);
                }
            }
        }

        return [.. found.Where(type => !type.IsAbstract)];
    }

    private static bool IsText(Type type) => type.GetCustomAttribute<JsonConverterAttribute>() is not null;
}
