using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Rendering;

/// <summary>Writes the bodies of system and developer messages: sections joined by one blank line. Pure.</summary>
internal static class ContentText
{
    private const string SectionBreak = "\n\n";

    public static string Of(MessageContent content, bool conversationOffersFunctions) =>
        content switch
        {
            TextContent text => text.Text,
            SystemContent system => System(system, conversationOffersFunctions),
            DeveloperContent developer => Developer(developer),
            _ => "",
        };

    private static string System(SystemContent content, bool conversationOffersFunctions)
    {
        var sections = new List<string>();
        var top = new List<string>();
        AddIfSet(top, "", content.ModelIdentity);
        AddIfSet(top, "Knowledge cutoff: ", content.KnowledgeCutoff);
        AddIfSet(top, "Current date: ", content.CurrentDate);
        if (top.Count > 0)
        {
            sections.Add(string.Join('\n', top));
        }
        AddIfSet(sections, "Reasoning: ", EffortWord(content.Effort));
        if (content.BuiltInTools.Count > 0)
        {
            sections.Add(ToolSection.Of(content.BuiltInTools));
        }
        if (content.ValidChannels.Count > 0)
        {
            var line = $"# Valid channels: {string.Join(", ", content.ValidChannels)}.";
            line += content.ChannelRequired ? " Channel must be included for every message." : "";
            line += conversationOffersFunctions
                ? $"\nCalls to these tools must go to the commentary channel: '{FunctionNames.Namespace}'."
                : "";
            sections.Add(line);
        }
        return string.Join(SectionBreak, sections);
    }

    private static string Developer(DeveloperContent content)
    {
        var sections = new List<string>();
        if (content.Instructions is { } instructions)
        {
            sections.Add("# Instructions");
            sections.Add(instructions);
        }
        if (content.Functions.Count > 0)
        {
            sections.Add(ToolSection.Of([new ToolNamespace(FunctionNames.Namespace, null, content.Functions)]));
        }
        if (content.ResponseFormat is { } format)
        {
            sections.Add("# Response Formats");
            sections.Add($"## {format.Name}");
            var description = format.Description is { } text ? $"// {text}\n" : "";
            sections.Add(description + CompactJson.Of(format.Schema));
        }
        return string.Join(SectionBreak, sections);
    }

    private static string? EffortWord(ReasoningEffort? effort) =>
        effort switch
        {
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => null,
        };

    private static void AddIfSet(List<string> list, string label, string? value)
    {
        if (value is not null)
        {
            list.Add(label + value);
        }
    }
}
