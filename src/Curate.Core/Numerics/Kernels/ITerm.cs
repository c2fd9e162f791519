namespace Curate.Core.Numerics.Kernels;

/// <summary>What one dimension adds to a score.</summary>
internal interface ITerm
{
    static abstract TV Step<TL, TV>(TV a, TV b, TV sum)
        where TL : struct, ILanes<TV>
        where TV : struct;
}
