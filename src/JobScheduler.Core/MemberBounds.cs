using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// Checks the members of a record against the bounds declared on them (<see cref="RangeAttribute"/>, <see cref="DurationRangeAttribute"/>,
/// <see cref="TextLengthAttribute"/>), and its enumerations for known words. Null is within all bounds.
/// </summary>
public static class MemberBounds
{
    private static readonly ConcurrentDictionary<Type, Bound[]> Known = new();

    /// <summary>
    /// Adds an error for each member that is out of bounds. Nested records are not checked; they have bounds of their own.
    /// </summary>
    public static void Check(object record, string path, ErrorList errors)
    {
        foreach (var bound in Known.GetOrAdd(record.GetType(), Find))
        {
            if (bound.Property.GetValue(record) is { } value)
            {
                bound.Check(value, ErrorList.Path(path, bound.Name), errors);
            }
        }
    }

    private static Bound[] Find(Type type) =>
        [.. from property in type.GetProperties() from bound in Find(property) select bound];

    private static IEnumerable<Bound> Find(PropertyInfo property)
    {
        var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            var (least, most) = (Convert.ToDouble(range.Minimum, null), Convert.ToDouble(range.Maximum, null));
            yield return new Bound(property, name, (value, path, errors) =>
            {
                // Written so that NaN is out of range too.
                if (!(Convert.ToDouble(value, null) is var number && number >= least && number <= most))
                {
                    errors.Add(path, string.Create(null, $"must be {range.Minimum} to {range.Maximum}"));
                }
            });
        }

        if (property.GetCustomAttribute<DurationRangeAttribute>() is { } span)
        {
            yield return new Bound(property, name, (value, path, errors) =>
            {
                if ((TimeSpan)value < span.Least || (TimeSpan)value > span.Greatest)
                {
                    errors.Add(path, $"must be {Duration.Format(span.Least)} to {Duration.Format(span.Greatest)}");
                }
            });
        }

        if (property.GetCustomAttribute<TextLengthAttribute>() is { } text)
        {
            yield return new Bound(
                property, name, (value, path, errors) => TextRules.Check((string)value, path, text.Length, text.Lines, errors));
        }

        if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } choice)
        {
            var check = typeof(MemberBounds).GetMethod(nameof(CheckWord), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(choice).CreateDelegate<Action<object, string, ErrorList>>();
            yield return new Bound(property, name, check);
        }
    }

    private static void CheckWord<T>(object value, string path, ErrorList errors)
        where T : struct, Enum
    {
        if (!EnumText.IsKnown((T)value))
        {
            errors.Add(path, $"must be one of {EnumText.Names<T>()}");
        }
    }

    private sealed record Bound(PropertyInfo Property, string Name, Action<object, string, ErrorList> Check);
}
