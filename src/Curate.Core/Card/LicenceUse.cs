namespace Curate.Core.Card;

/// <summary>What a licence lets people use data for, from the least restrictive; of several the highest decides.</summary>
public enum LicenceUse
{
    /// <summary>Any use, commercial ones included.</summary>
    Commercial,
    /// <summary>Any use that earns no money.</summary>
    NonCommercial,
    /// <summary>Research and teaching alone.</summary>
    Academic,
    /// <summary>Not known: no licence is named, or one that is not in the table.</summary>
    Unspecified,
}
