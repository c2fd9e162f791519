namespace Curate.Core.Running;

/// <summary>A view that may be a <see cref="RowLayer"/>.</summary>
internal interface ILayeredSource
{
    /// <summary>What the view does, or null where it does more, or where that is not known yet.</summary>
    RowLayer? Layer { get; }
}
