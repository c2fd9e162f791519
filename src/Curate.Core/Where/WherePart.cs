namespace Curate.Core.Where;

/// <summary>Which rows of one batch a condition keeps.</summary>
public sealed class WherePart
{
    public bool[] Keep { get; set; } = [];
}
