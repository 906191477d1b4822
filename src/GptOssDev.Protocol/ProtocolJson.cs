using System.Text.Json.Serialization;

namespace GptOssDev.Protocol;

/// <summary>Source-generated JSON of everything on the wire: camelCase, every member of a result written even when null, unknown members
/// ignored, a missing member without a default refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 64
)]
[JsonSerializable(typeof(ErrorData))]
[JsonSerializable(typeof(CompleteParams))]
[JsonSerializable(typeof(CompleteResult))]
[JsonSerializable(typeof(ExplainParams))]
[JsonSerializable(typeof(AskParams))]
[JsonSerializable(typeof(AnswerDelta))]
[JsonSerializable(typeof(AnswerResult))]
[JsonSerializable(typeof(RefactorParams))]
[JsonSerializable(typeof(RefactorResult))]
[JsonSerializable(typeof(ReviewParams))]
[JsonSerializable(typeof(ReviewProgress))]
[JsonSerializable(typeof(ReviewResult))]
[JsonSerializable(typeof(GenerateParams))]
[JsonSerializable(typeof(GenerateResult))]
[JsonSerializable(typeof(BenchParams))]
[JsonSerializable(typeof(BenchProgress))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(EmptyParams))]
[JsonSerializable(typeof(EmptyResult))]
[JsonSerializable(typeof(ModelParams))]
[JsonSerializable(typeof(ModelListResult))]
[JsonSerializable(typeof(ModelInspectResult))]
[JsonSerializable(typeof(InitializeParams))]
[JsonSerializable(typeof(InitializeResult))]
[JsonSerializable(typeof(DidOpenParams))]
[JsonSerializable(typeof(DidChangeParams))]
[JsonSerializable(typeof(DidCloseParams))]
[JsonSerializable(typeof(InlineCompletionParams))]
[JsonSerializable(typeof(InlineCompletionList))]
[JsonSerializable(typeof(EditorOptions))]
[JsonSerializable(typeof(TrustParams))]
[JsonSerializable(typeof(DidChangeWorkspaceFoldersParams))]
[JsonSerializable(typeof(CodeActionParams))]
[JsonSerializable(typeof(CodeAction))]
[JsonSerializable(typeof(IReadOnlyList<CodeAction>))]
[JsonSerializable(typeof(ExecuteCommandParams))]
[JsonSerializable(typeof(EditorRefactorParams))]
[JsonSerializable(typeof(EditorRefactorResult))]
[JsonSerializable(typeof(EditorExplainParams))]
[JsonSerializable(typeof(ApplyEditParams))]
[JsonSerializable(typeof(ApplyEditResult))]
[JsonSerializable(typeof(ShowMessageParams))]
[JsonSerializable(typeof(PublishDiagnosticsParams))]
[JsonSerializable(typeof(WorkDoneTokenParams))]
[JsonSerializable(typeof(WorkDoneProgress))]
[JsonSerializable(typeof(VerifyEditParams))]
[JsonSerializable(typeof(VerifyEditResult))]
[JsonSerializable(typeof(CancelParams))]
[JsonSerializable(typeof(ProgressParams))]
public sealed partial class ProtocolJson : JsonSerializerContext;
