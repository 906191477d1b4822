namespace GptOssDev.CodeModel.Verification;

/// <summary>A completion as the compiler left it.</summary>
/// <param name="Verdict">About <paramref name="Text"/> together with <paramref name="AdditionalEdits"/>.</param>
/// <param name="Text">What is to be inserted: the candidate, or the longest beginning of whole statements of it that binds.</param>
/// <param name="AdditionalEdits">Using directives that the text needs, in positions of the document before the insertion.</param>
public sealed record VerifiedCompletion(Verdict Verdict, string Text, IReadOnlyList<TextEdit> AdditionalEdits);
