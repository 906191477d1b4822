using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Refactor;

/// <summary>
/// The user chose an action: now the model writes and the compiler judges. A rejected attempt leaves the action without an
/// edit, and the user is told why.
/// </summary>
internal sealed class ResolveCodeActionHandler(EditorRefactoring refactoring) : IRequestHandler<CodeAction, CodeAction>
{
    public string Method => Methods.ResolveCodeAction;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<CodeAction> ParamsType => ProtocolJson.Default.CodeAction;

    public JsonTypeInfo<CodeAction> ResultType => ProtocolJson.Default.CodeAction;

    public async Task<CodeAction> HandleAsync(
        CodeAction parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (parameters.Data is not { ValueKind: not JsonValueKind.Null } data)
        {
            return parameters;
        }
        var result = await refactoring.RunAsync(Command(data), workDoneToken: null, context, cancellationToken);
        await EditorDisplay.ShowVerdictAsync(result, context);
        return parameters with { Edit = result.Edit };
    }

    private static EditorRefactorParams Command(JsonElement data)
    {
        try
        {
            return data.Deserialize(ProtocolJson.Default.EditorRefactorParams)
                ?? throw new ServerException(ServerFailure.BadParams, "the action has no data");
        }
        catch (JsonException e)
        {
            throw new ServerException(ServerFailure.BadParams, "the action's data is not what the server gave", e);
        }
    }
}
