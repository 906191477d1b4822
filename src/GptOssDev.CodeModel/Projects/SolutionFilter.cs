using System.Text.Json;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Reads a solution filter: JSON that names a solution, relative to the filter, and some of its projects, relative to the solution.
/// </summary>
internal static class SolutionFilter
{
    private static readonly JsonDocumentOptions _options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <param name="path">The filter's own path, absolute.</param>
    public static SolutionContent Parse(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, _options);
            if (
                Member(document.RootElement, "solution", JsonValueKind.Object) is not { } body
                || Member(body, "path", JsonValueKind.String)?.GetString() is not { Length: > 0 } name
                || Member(body, "projects", JsonValueKind.Array) is not { } projects
                || projects.EnumerateArray().Any(p => p.ValueKind != JsonValueKind.String)
            )
            {
                return SolutionContent.Failed(
                    $"{path}: is not a solution filter; it needs \"solution\" with a \"path\" and \"projects\"."
                );
            }
            var solution = PathNames.Absolute(Path.GetDirectoryName(path)!, name);
            return File.Exists(solution)
                ? SolutionContent.Of(
                    Path.GetDirectoryName(solution)!,
                    projects.EnumerateArray().Select(p => p.GetString()!),
                    solution
                )
                : SolutionContent.Failed(
                    $"{path}: names the solution {solution}, which is not there; fix its \"path\"."
                );
        }
        catch (JsonException e)
        {
            return SolutionContent.Failed($"{path}:{e.LineNumber + 1}: is not valid JSON; fix the solution filter.");
        }
        // A lone surrogate in a string, or a path that the system cannot take.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return SolutionContent.Failed($"{path}: names a path that is not valid; fix the solution filter.");
        }
    }

    private static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var member)
        && member.ValueKind == kind
            ? member
            : null;
}
