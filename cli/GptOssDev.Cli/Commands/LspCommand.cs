using System.CommandLine;
using GptOssDev.Cli.Daemon;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss lsp</c>: passes bytes between an editor on standard streams and the daemon.</summary>
internal static class LspCommand
{
    public static Command Create(CommandHost host)
    {
        var stdio = new Option<bool>("--stdio")
        {
            Description = "What editors add by habit; this is the only way there is.",
            Hidden = true,
        };
        var command = new CliCommand(
            "lsp",
            "A language server on standard input and output, for editors.",
            "gptoss lsp"
        )
        {
            stdio,
        };
        return host.Handle(
            command,
            async (_, invocation, cancellationToken) =>
            {
                if (invocation.Context.InputIsTerminal)
                {
                    throw CliException.BadInput("'gptoss lsp' is for editors: it speaks LSP on standard input");
                }

                await using var transport = await invocation.Connector.OpenTransportAsync(
                    invocation.Wish,
                    cancellationToken
                );
                var bridge = new LspBridge(invocation.Context.Input, invocation.Context.Output);
                return await bridge.RunAsync(transport.Input, transport.Output, cancellationToken);
            }
        );
    }
}
