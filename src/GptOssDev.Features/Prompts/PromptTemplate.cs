using System.Text;

namespace GptOssDev.Features.Prompts;

/// <summary>
/// The prompt texts that lie beside this file as <c>NAME.md</c>, embedded in the assembly. A place is written
/// <c>{{name}}</c>; what is put in is never looked at again, so text from files cannot name a place.
/// </summary>
internal static class PromptTemplate
{
    /// <exception cref="InvalidOperationException">No such file, or a place has no value: both are bugs.</exception>
    public static string Fill(string name, params ReadOnlySpan<(string Place, string Value)> values)
    {
        var template = Read(name);
        var result = new StringBuilder(template.Length);
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            result.Append(template, at, open - at).Append(ValueOf(template[(open + 2)..close], name, values));
            at = close + 2;
        }
        return result.Append(template, at, template.Length - at).ToString();
    }

    private static string ValueOf(string place, string name, ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (known == place)
            {
                return value;
            }
        }
        throw new InvalidOperationException($"prompt {name} has a place {place} without a value");
    }

    private static string Read(string name)
    {
        var type = typeof(PromptTemplate);
        using var stream =
            type.Assembly.GetManifestResourceStream($"{type.Namespace}.{name}.md")
            ?? throw new InvalidOperationException($"prompt {name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // An editor's line break at the file's end is no part of the prompt, nor is the platform's kind of it.
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
