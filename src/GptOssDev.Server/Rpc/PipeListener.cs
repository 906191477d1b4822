using System.IO.Pipes;
using GptOssDev.Client;

namespace GptOssDev.Server.Rpc;

/// <summary>The named pipe of the daemon on Windows. The system lets only the current user connect.</summary>
internal sealed class PipeListener(Endpoint endpoint) : IClientListener
{
    private readonly CancellationTokenSource _disposing = new();

    public async Task<Stream?> AcceptAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        var pipe = new NamedPipeServerStream(
            endpoint.Address,
            PipeDirection.InOut,
            NamedPipeServerStream.MaxAllowedServerInstances,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly
        );
        try
        {
            await pipe.WaitForConnectionAsync(either.Token);
            return pipe;
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
            await pipe.DisposeAsync();
            return null;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _disposing.CancelAsync();
}
