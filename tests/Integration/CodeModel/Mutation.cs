using GptOssDev.CodeModel.Verification;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>An edit and what the compiler must say about it: one of the ids, or nothing when the list is empty.</summary>
internal sealed record Mutation(
    string Kind,
    string Where,
    IReadOnlyList<DocumentEdit> Edits,
    IReadOnlyList<string> Expected
);
