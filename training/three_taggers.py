"""The network that hears a mood: three pruned music taggers, statistics of their layers, one head.

Each window of 3 s gives 1504 numbers: mean and greatest value of every map of the VGG's third
and fourth block, its embedding, MSD_musicnn's embedding and pooled maps, and MTT_musicnn's
embedding. The head is linear in their mean over a song's windows, however many.
"""

import torch
from torch import nn

from training.musicnn_bodies import MSD_POOLS, MusicnnBody, Tagger, VggBody, prune

VGG_WIDTHS = (49, 53, 88, 81, 127)  # what pruning leaves of MSD_vgg
MUSICNN_WIDTHS = (23, 14, 3, 7, 17)  # of MSD_musicnn
SECOND_WIDTHS = (57, 66, 10, 13, 40)  # of MTT_musicnn, less exactly
_SECOND_LEAST = 0.03
FROZEN_BLOCKS = 3  # of the VGG; MSD_musicnn's front and the whole of MTT_musicnn stay too
MOODS = 4

Maps = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Maps of the VGG (n, 88, 23, 12) and of MSD_musicnn (n, 64, 187), and an embedding (n, 200)."""


class ThreeTaggers(nn.Module):
    """Songs of k windows each, (n, k, 187, 96), to mood logits (n, 4).

    Its head also learns valence, arousal and dominance, which lend the bodies' training finer
    targets; what it says of them is not given out, since the place that the four probabilities
    imply comes closer.
    """

    centre: torch.Tensor
    scale: torch.Tensor

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.vgg = VggBody(MSD_POOLS, VGG_WIDTHS)
        self.musicnn = MusicnnBody(MUSICNN_WIDTHS)
        self.second = MusicnnBody(SECOND_WIDTHS)
        count = 2 * sum(VGG_WIDTHS[2:]) + self.musicnn.pooled
        count += self.musicnn.embedding + self.second.embedding
        self.register_buffer("centre", torch.zeros(count))
        self.register_buffer("scale", torch.ones(count))
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(count, MOODS + 3)

    @classmethod
    def of(
        cls, vgg: Tagger, musicnn: Tagger, second: Tagger, dropout: float = 0.3
    ) -> "ThreeTaggers":
        """Pruned bodies of MSD_vgg, MSD_musicnn, MTT_musicnn; a head that knows nothing yet."""
        network = cls(dropout)
        network.vgg.load_state_dict(prune(vgg.body).state_dict())
        network.musicnn.load_state_dict(prune(musicnn.body).state_dict())
        network.second.load_state_dict(prune(second.body, _SECOND_LEAST).state_dict())
        return network.eval()

    def train(self, mode: bool = True) -> "ThreeTaggers":
        """The taggers' normalisations keep the statistics of their own training."""
        super().train(mode)
        self.vgg.eval()
        self.musicnn.eval()
        self.second.eval()
        return self

    def frozen_maps(self, windows: torch.Tensor) -> Maps:
        """What the layers that are never trained give."""
        maps = self.vgg.scale(windows[:, None])
        for block in self.vgg.blocks[:FROZEN_BLOCKS]:
            maps = block(maps)
        return maps, self.musicnn.front(windows), self.second(windows)

    def numbers(
        self, maps: torch.Tensor, front: torch.Tensor, second: torch.Tensor
    ) -> torch.Tensor:
        """The numbers that describe each window, from its frozen maps: (n, 1504)."""
        found = [maps.mean((2, 3)), maps.amax((2, 3))]
        maps = self.vgg.blocks[3](maps)
        found += [maps.mean((2, 3)), maps.amax((2, 3))]
        maps = self.vgg.blocks[4](maps)
        found.append(maps.permute(0, 2, 3, 1).flatten(1))
        pooled = self.musicnn.pool(self.musicnn.through_middle(front))
        return torch.cat([*found, self.musicnn.embed(pooled), pooled, second], 1)

    def answer(self, numbers: torch.Tensor) -> torch.Tensor:
        """Logits and standardised V, A, D, from numbers of songs: (n, 7)."""
        return self.head(self.dropout((numbers - self.centre) / self.scale))  # type: ignore[no-any-return]

    def mean_numbers(self, *frozen: torch.Tensor) -> torch.Tensor:
        """Numbers of songs, from the frozen maps of k windows each (n, k, ...): (n, 1504)."""
        songs, windows = frozen[0].shape[:2]
        numbers = self.numbers(*(part.flatten(0, 1) for part in frozen))
        return numbers.view(songs, windows, -1).mean(1)

    def forward(self, songs: torch.Tensor) -> torch.Tensor:
        count, windows = songs.shape[:2]
        numbers = self.numbers(*self.frozen_maps(songs.flatten(0, 1)))
        return self.answer(numbers.reshape(count, windows, -1).mean(1))[:, :MOODS]
