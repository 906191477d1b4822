using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client.Settings;

/// <summary>
/// One settings file: a JSON object of keys from <see cref="SettingKeys"/>. Reading a file that is missing gives no
/// values; one that is broken throws a <see cref="SettingsException"/> whose message has line and column.
/// </summary>
public static class SettingsFile
{
    /// <summary>The name of a repository's settings file.</summary>
    public const string RepositoryFileName = ".gptoss.json";

    private const int LargestFile = 1 << 20;

    private static readonly JsonReaderOptions _strict = new() { MaxDepth = 8 };

    /// <summary>The values a file holds, in the form <see cref="SettingKey.Normalize"/> gives them.</summary>
    /// <param name="isRepository">Whether the file came with a repository: it may not set what is the user's alone.</param>
    public static SettingsFileContent Read(string path, bool isRepository)
    {
        var bytes = ReadBytes(path);
        var values = new Dictionary<SettingKey, string>();
        var warnings = new List<string>();
        if (bytes is null)
        {
            return new SettingsFileContent(values, warnings);
        }

        try
        {
            ReadObject(path, bytes, isRepository, values, warnings);
        }
        catch (JsonException problem)
        {
            throw NotJson(path, bytes, problem);
        }

        return new SettingsFileContent(values, warnings);
    }

    /// <summary>
    /// Sets one key (null takes it away) and replaces the file whole; everything else in it stays.
    /// </summary>
    /// <param name="value">As <see cref="SettingKey.Normalize"/> gives it.</param>
    public static void Set(string path, SettingKey key, string? value)
    {
        var content = ReadForChange(path);
        if (value is null)
        {
            content.Remove(key.Name);
        }
        else
        {
            content[key.Name] = key.Kind is SettingKind.WholeNumber or SettingKind.Number
                ? JsonNode.Parse(value)
                : JsonValue.Create(value);
        }

        try
        {
            AtomicFile.Write(path, JsonText.Indented(content));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                SettingsFailure.FileAccess,
                $"cannot write the settings file {path}: {problem.Message}",
                problem
            );
        }
    }

    private static JsonObject ReadForChange(string path)
    {
        if (ReadBytes(path) is not { } bytes)
        {
            return [];
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = _strict.MaxDepth };
            var node = JsonNode.Parse(WithoutMark(bytes), documentOptions: options);
            return node as JsonObject ?? throw NotAnObject(path);
        }
        catch (JsonException problem)
        {
            throw NotJson(path, bytes, problem);
        }
    }

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return Directory.Exists(path)
                    ? throw new SettingsException(
                        SettingsFailure.FileAccess,
                        $"the settings file {path} is a folder; move it away"
                    )
                    : null;
            }

            if (file.Length > LargestFile)
            {
                throw new SettingsException(
                    SettingsFailure.BrokenFile,
                    $"the settings file {path} is larger than 1 MB; it should hold a few keys"
                );
            }

            var bytes = File.ReadAllBytes(path);
            return WithoutMark(bytes).Trim(" \t\r\n"u8).IsEmpty ? null : bytes;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                SettingsFailure.FileAccess,
                $"cannot read the settings file {path}: {problem.Message}",
                problem
            );
        }
    }

    private static void ReadObject(
        string path,
        byte[] bytes,
        bool isRepository,
        Dictionary<SettingKey, string> values,
        List<string> warnings
    )
    {
        var text = WithoutMark(bytes);
        var reader = new Utf8JsonReader(text, _strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw NotAnObject(path);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var where = Where(path, text, reader.TokenStartIndex);
            reader.Read();
            var valueAt = Where(path, text, reader.TokenStartIndex);
            if (SettingKeys.Find(name) is not { } key)
            {
                reader.Skip();
                warnings.Add($"{where}: there is no setting '{name}', it is ignored{Suggest(name)}");
            }
            else if (key.UserOnly && isRepository)
            {
                reader.Skip();
                warnings.Add($"{where}: a repository may not set '{key.Name}', it is ignored");
            }
            else if (key.Kind == SettingKind.Folders)
            {
                reader.Skip();
                warnings.Add(
                    $"{where}: '{key.Name}' is not kept here, it is ignored: gptoss config set {key.Name} DIR"
                );
            }
            else
            {
                values[key] = ReadValue(ref reader, key, valueAt, isRepository);
            }
        }

        while (reader.Read())
        {
            // Reading on finds text after the object.
        }
    }

    private static string ReadValue(ref Utf8JsonReader reader, SettingKey key, string where, bool isRepository)
    {
        var isNumber = key.Kind is SettingKind.WholeNumber or SettingKind.Number;
        var raw = reader.TokenType switch
        {
            JsonTokenType.String when !isNumber => reader.GetString()!,
            JsonTokenType.Number when isNumber || key.Kind == SettingKind.ChoiceOrNumber => Encoding.UTF8.GetString(
                reader.ValueSpan
            ),
            _ => throw new SettingsException(
                SettingsFailure.BadValue,
                $"{where}: '{key.Name}' must be {(isNumber ? "a number" : "a string")}"
            ),
        };
        var shown = raw.Length > 60 ? raw[..60] + "…" : raw;
        if (key.Normalize(raw, out var value) is { } problem)
        {
            throw new SettingsException(SettingsFailure.BadValue, $"{where}: '{key.Name}': '{shown}' {problem}");
        }

        if (isRepository && key == SettingKeys.Model && !IsName(value))
        {
            throw new SettingsException(
                SettingsFailure.BadValue,
                $"{where}: 'model': '{shown}' is not a name; a repository may not give a path"
            );
        }

        return value;
    }

    private static bool IsName(string value)
    {
        foreach (var letter in value)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return !value.StartsWith('.') && !value.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
    }

    private static string Suggest(string name) =>
        Suggestion.Closest(name, SettingKeys.All.Select(key => key.Name)) is { } closest
            ? $"; did you mean '{closest}'?"
            : "";

    private static ReadOnlySpan<byte> WithoutMark(byte[] bytes)
    {
        var span = bytes.AsSpan();
        return span.StartsWith(Encoding.UTF8.Preamble) ? span[Encoding.UTF8.Preamble.Length..] : span;
    }

    private static string Where(string path, ReadOnlySpan<byte> text, long offset)
    {
        var before = text[..(int)offset];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        return $"{path}:{line}:{Column(before[start..])}";
    }

    private static int Column(ReadOnlySpan<byte> before) => Encoding.UTF8.GetCharCount(before) + 1;

    private static SettingsException NotAnObject(string path) =>
        new(SettingsFailure.BrokenFile, $"{path}:1:1: settings are one JSON object, such as {{\"effort\": \"low\"}}");

    private static SettingsException NotJson(string path, byte[] bytes, JsonException problem)
    {
        var text = WithoutMark(bytes);
        var offset = 0;
        for (var line = 0L; line < (problem.LineNumber ?? 0); line++)
        {
            offset += text[offset..].IndexOf((byte)'\n') + 1;
        }

        offset = (int)Math.Min(offset + (problem.BytePositionInLine ?? 0), text.Length);
        return new SettingsException(
            SettingsFailure.BrokenFile,
            $"{Where(path, text, offset)}: this is not JSON: {JsonText.Reason(problem)}",
            problem
        );
    }
}
