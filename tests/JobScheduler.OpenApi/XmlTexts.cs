using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace JobScheduler.OpenApi;

/// <summary>
/// What the contracts say of themselves: the summaries of types, members and parameters of records, from the documentation that the
/// compiler writes beside the assembly. So a description stands in one place, for who reads the code, the client or the document.
/// </summary>
internal static class XmlTexts
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>Null: it says nothing.</summary>
    public static string? Of(Type type) =>
        Find(type.Assembly, $"T:{NameOf(type)}")?.Element("summary") is { } summary ? Text(summary) : null;

    /// <summary>Of a member, or of the parameter of a record that makes it. Null: it says nothing.</summary>
    public static string? Of(MemberInfo member)
    {
        var owner = member.DeclaringType!;
        var summary = Find(owner.Assembly, $"P:{NameOf(owner)}.{member.Name}")?.Element("summary")
            ?? Find(owner.Assembly, $"T:{NameOf(owner)}")?.Elements("param").SingleOrDefault(
                parameter => parameter.Attribute("name")?.Value == member.Name);
        return summary is null ? null : Text(summary);
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;

    private static XElement? Find(Assembly assembly, string name) => Files.GetOrAdd(assembly, Load).GetValueOrDefault(name);

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
            : [];
    }

    // References to members are written as the wire names them.
    private static string Text(XElement element)
    {
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => JsonNamingPolicy.CamelCase.ConvertName(see.Attribute("cref")!.Value.Split('.')[^1]),
            XElement inner => inner.Value,
            XText words => words.Value,
            _ => "",
        }));
        return string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }
}
