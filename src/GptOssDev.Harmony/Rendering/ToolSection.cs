using System.Text;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Rendering;

/// <summary>Writes the tools section of a system or developer message. Pure.</summary>
internal static class ToolSection
{
    public static string Of(IEnumerable<ToolNamespace> namespaces) =>
        "# Tools\n\n" + string.Join("\n\n", namespaces.OrderBy(space => space.Name, StringComparer.Ordinal).Select(Of));

    private static string Of(ToolNamespace space)
    {
        var text = new StringBuilder($"## {space.Name}\n");
        if (space.Description is { } description)
        {
            // Without functions the description is the whole section and is not a comment.
            AppendLines(text, description, space.Tools.Count > 0 ? "// " : "");
        }
        if (space.Tools.Count == 0)
        {
            return text.ToString();
        }
        text.Append($"\nnamespace {space.Name} {{\n");
        foreach (var tool in space.Tools)
        {
            AppendLines(text, tool.Description, "// ");
            var parameters = tool.Parameters is { } schema ? $"_: {JsonSchemaTypeText.Of(schema)}" : "";
            text.Append($"\ntype {tool.Name} = ({parameters}) => any;\n");
        }
        return text.Append($"\n}} // namespace {space.Name}").ToString();
    }

    private static void AppendLines(StringBuilder text, string lines, string prefix)
    {
        if (lines.Length == 0)
        {
            return;
        }
        var body = lines.EndsWith('\n') ? lines[..^1] : lines;
        foreach (var line in body.Split('\n'))
        {
            text.Append('\n').Append(prefix).Append(line.EndsWith('\r') ? line[..^1] : line);
        }
    }
}
