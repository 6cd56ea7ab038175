using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>Finds members that an object gives twice: parsers disagree on which one counts.</summary>
internal static class DuplicateMembers
{
    public static void Find(JsonElement element, string path, ErrorList errors)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Find(item, $"{path}[{index++}]", errors);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var inner = ErrorList.Path(path, MemberName.Shown(member.Name));
                if (!names.Add(member.Name))
                {
                    errors.AddShape(inner, "is given twice");
                }

                Find(member.Value, inner, errors);
            }
        }
    }
}
