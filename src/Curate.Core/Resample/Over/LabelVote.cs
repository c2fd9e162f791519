namespace Curate.Core.Resample.Over;

/// <summary>Which labels a made-up row gets from its base row and that row's neighbours (Charte et al. 2015, section 4.2).</summary>
public enum LabelVote : byte
{
    /// <summary>Those that half of them or more have.</summary>
    Ranking,

    /// <summary>Those that any of them has.</summary>
    Union,

    /// <summary>Those that all of them have.</summary>
    Intersection,
}
