namespace GptOssDev.Rpc;

/// <summary>
/// Runs what StreamJsonRpc posts to it at once, so that calls begin on the read loop, in the order of arrival and before a
/// response behind them completes. StreamJsonRpc's own context keeps the order of calls only.
/// </summary>
internal sealed class InlineSynchronizationContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => d(state);
}
