namespace Curate.Core.Card;

/// <summary>A licence as far as sets of data are concerned.</summary>
/// <param name="Id">Its SPDX identifier, or a name of ours in angle brackets where SPDX has none.</param>
/// <param name="Use">What it lets people use data for.</param>
public sealed record Licence(string Id, LicenceUse Use)
{
    /// <summary>Authors have to be named.</summary>
    public bool Attribution { get; init; }

    /// <summary>What is made of it has to be under the same licence; the name of the family whose licences count as the same.</summary>
    public string? ShareAlike { get; init; }

    /// <summary>It may not be passed on changed, and a selection or a mixture is a change.</summary>
    public bool NoDerivatives { get; init; }
}
