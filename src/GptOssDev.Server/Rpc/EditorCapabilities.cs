using System.Text.Json;

namespace GptOssDev.Server.Rpc;

/// <summary>What an editor said it can do. Immutable; a client that is no editor can nothing of it.</summary>
/// <param name="PresentsResults">It shows edits, answers and findings itself.</param>
/// <param name="AppliesEdits">It takes <c>workspace/applyEdit</c>.</param>
/// <param name="VersionedEdits">It takes edits with the documents' versions.</param>
/// <param name="AnnotatedEdits">It takes edits with annotations.</param>
/// <param name="ResolvesEdits">It asks for an action's edit when the action is chosen.</param>
/// <param name="ShowsWork">It shows progress that the server begins.</param>
internal sealed record EditorCapabilities(
    bool PresentsResults,
    bool AppliesEdits,
    bool VersionedEdits,
    bool AnnotatedEdits,
    bool ResolvesEdits,
    bool ShowsWork
)
{
    public static EditorCapabilities None { get; } = new(false, false, false, false, false, false);

    public static EditorCapabilities Of(JsonElement? capabilities, bool presentsResults)
    {
        var workspaceEdit = At(capabilities, "workspace", "workspaceEdit");
        return new EditorCapabilities(
            presentsResults,
            IsTrue(At(capabilities, "workspace", "applyEdit")),
            IsTrue(At(workspaceEdit, "documentChanges")),
            At(workspaceEdit, "changeAnnotationSupport") is { ValueKind: JsonValueKind.Object },
            At(capabilities, "textDocument", "codeAction", "resolveSupport", "properties")
                is { ValueKind: JsonValueKind.Array } properties
                && properties.EnumerateArray().Any(p => p.ValueKind == JsonValueKind.String && p.ValueEquals("edit"u8)),
            IsTrue(At(capabilities, "window", "workDoneProgress"))
        );
    }

    private static JsonElement? At(JsonElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element =
                element is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var next)
                    ? next
                    : null;
        }
        return element;
    }

    private static bool IsTrue(JsonElement? element) => element is { ValueKind: JsonValueKind.True };
}
