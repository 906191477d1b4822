namespace GptOssDev.Features.Prompts;

/// <summary>How a prompt names the language of a file, known by its extension.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="Fence">As a code block names it; empty when it is not known.</param>
internal sealed record SourceLanguage(string Name, string Fence)
{
    public static SourceLanguage CSharp { get; } = new("C#", "csharp");

    public bool IsCSharp => this == CSharp;

    public static SourceLanguage Of(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".cs" or ".csx" => CSharp,
            ".xml" or ".csproj" or ".props" or ".targets" or ".slnx" => new("XML", "xml"),
            ".json" or ".slnf" => new("JSON", "json"),
            ".yml" or ".yaml" => new("YAML", "yaml"),
            ".md" => new("Markdown", "markdown"),
            ".ts" or ".tsx" => new("TypeScript", "typescript"),
            ".js" or ".mjs" or ".cjs" => new("JavaScript", "javascript"),
            ".py" => new("Python", "python"),
            ".sh" => new("shell", "bash"),
            ".sql" => new("SQL", "sql"),
            ".razor" or ".cshtml" => new("Razor", "razor"),
            ".fs" => new("F#", "fsharp"),
            ".vb" => new("Visual Basic", "vb"),
            _ => new("source", ""),
        };
}
