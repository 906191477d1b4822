using System.Text.RegularExpressions;
using System.Xml.Linq;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Unit.Wire;

/// <summary>The doc comments of the protocol's types, as the compiler wrote them beside the assembly.</summary>
internal sealed partial class ProtocolDocs
{
    private readonly Dictionary<string, XElement> _members;

    private ProtocolDocs(Dictionary<string, XElement> members) => _members = members;

    public static ProtocolDocs Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(WireMethod).Assembly.GetName().Name}.xml");
        return new ProtocolDocs(
            XDocument.Load(file).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value)
        );
    }

    /// <summary>One line; empty when the type has no comment.</summary>
    public string Of(Type type) => Line(_members.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    /// <summary>One line; empty when the member has no comment.</summary>
    public string Of(Type type, string jsonName)
    {
        var parameter = _members
            .GetValueOrDefault($"T:{type.FullName}")
            ?.Elements("param")
            .FirstOrDefault(p => p.Attribute("name")!.Value.Equals(jsonName, StringComparison.OrdinalIgnoreCase));
        return Line(parameter);
    }

    /// <summary>One line of a constant of <see cref="ErrorCodes"/>.</summary>
    public string OfConstant(Type type, string name) =>
        Line(_members.GetValueOrDefault($"F:{type.FullName}.{name}")?.Element("summary"));

    private static string Line(XElement? element) =>
        element is null ? "" : Space().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => Code(see.Attribute("cref")!.Value.Split('.')[^1]),
            XElement { Name.LocalName: "paramref" } parameter => Code(CamelCase(parameter.Attribute("name")!.Value)),
            XElement inner => Code(inner.Value),
            _ => "",
        };

    private static string Code(string text) => $"`{text}`";

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
