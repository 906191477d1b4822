using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>Owns one native context and keeps its model alive until the context is gone.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private readonly ModelHandle _model;
    private readonly bool _holdsModel;

    internal ContextHandle(ModelHandle model, ContextParams parameters)
        : base(0, ownsHandle: true)
    {
        _model = model;
        model.DangerousAddRef(ref _holdsModel);
        SetHandle(NativeMethods.ContextCreate(model, parameters));
        if (IsInvalid)
        {
            // An invalid handle is never released by the runtime, so its hold on the model ends here.
            model.DangerousRelease();
            _holdsModel = false;
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.ContextFree(handle);
        if (_holdsModel)
        {
            _model.DangerousRelease();
        }

        return true;
    }
}
