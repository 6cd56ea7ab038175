using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Api.Http;

/// <summary>The shapes of all types that contracts are made of, found once.</summary>
internal static class Shapes
{
    /// <summary>
    /// By reflection: metadata made by source generation can neither set members that are init-only nor leave them at their defaults.
    /// </summary>
    private static readonly JsonSerializerOptions Reflected = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly ConcurrentDictionary<Type, ValueShape> Known = new()
    {
        [typeof(string)] = new TextShape("must be a string", "", text => text),
        [typeof(bool)] = new PlainShape(
            "must be true or false",
            false,
            value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null),
        [typeof(int)] = new PlainShape(
            "must be a whole number within 32 bits", 0, value => IsNumber(value) && value.TryGetInt32(out var number) ? number : null),
        [typeof(long)] = new PlainShape(
            "must be a whole number within 64 bits", 0L, value => IsNumber(value) && value.TryGetInt64(out var number) ? number : null),
        [typeof(double)] = new PlainShape(
            "must be a number",
            0.0,
            value => IsNumber(value) && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null),
        [typeof(TimeSpan)] = new TextShape(
            $"must be {Duration.Rule}", TimeSpan.Zero, text => Duration.TryParse(text, out var span) ? span : null),
        [typeof(DateTimeOffset)] = new TimeShape(),
        [typeof(DateOnly)] = new TextShape(DateText.Rule, default(DateOnly), text => DateText.TryParse(text, out var date) ? date : null),
        [typeof(DayOfWeek)] = new TextShape(
            $"must be one of {string.Join(", ", Weekday.All)}",
            default(DayOfWeek),
            text => Weekday.TryParse(text, out var day) ? day : null),
        [typeof(Rate)] = new TextShape(Rate.Rule, default(Rate), text => Rate.TryParse(text, out var rate) ? rate : null),
        [typeof(RawJson)] = new AnyShape(),
        [typeof(JsonElement)] = new ElementShape(),
        [typeof(IReadOnlyDictionary<string, string>)] = new TextMapShape(),
    };

    public static ValueShape Of(Type type) => Known.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, Make);

    private static ValueShape Make(Type type)
    {
        if (type.IsEnum)
        {
            return (ValueShape)Call(nameof(OfWords), type);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return (ValueShape)Call(nameof(OfList), type.GetGenericArguments()[0]);
        }

        var contract = Reflected.GetTypeInfo(type);
        return contract.PolymorphismOptions is { } kinds ? new VariantShape(kinds)
            : contract.Kind == JsonTypeInfoKind.Object ? RecordShape.Of(contract)
            : throw new NotSupportedException($"no shape reads a {type.Name}");
    }

    private static object Call(string method, Type type) => typeof(Shapes)
        .GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(type)
        .Invoke(null, null)!;

    private static TextShape OfWords<T>()
        where T : struct, Enum =>
            new($"must be one of {EnumText.Names<T>()}", default(T), text => EnumText.TryParse(text, out T value) ? value : null);

    private static ListShape<T> OfList<T>() => new(Of(typeof(T)));

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;
}
